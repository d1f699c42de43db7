/** Helpers that several packages of pexen share. Not for users: what is here may change or go at any time. */
@NullMarked
package io.pexen.internal;

import org.jspecify.annotations.NullMarked;
