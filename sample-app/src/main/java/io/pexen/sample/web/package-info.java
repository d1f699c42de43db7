/** The web interface: the digest as JSON, the button that runs the tasks again, results as they finish. */
@NullMarked
package io.pexen.sample.web;

import org.jspecify.annotations.NullMarked;
