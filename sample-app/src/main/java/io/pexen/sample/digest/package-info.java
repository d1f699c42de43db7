/** Gathers the reports into the digest, and keeps the latest. */
@NullMarked
package io.pexen.sample.digest;

import org.jspecify.annotations.NullMarked;
