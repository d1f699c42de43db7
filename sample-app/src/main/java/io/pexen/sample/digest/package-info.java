/** Combines the reports into the digest, and keeps the latest one. */
@NullMarked
package io.pexen.sample.digest;

import org.jspecify.annotations.NullMarked;
