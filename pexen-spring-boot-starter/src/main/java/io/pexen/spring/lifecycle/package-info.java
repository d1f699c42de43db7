/** Runs that start with the application, and what happens to active runs when it stops. */
@NullMarked
package io.pexen.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
