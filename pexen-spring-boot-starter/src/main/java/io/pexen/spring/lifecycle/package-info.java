/** Runs that start with the application, and what becomes of running runs when it stops. */
@NullMarked
package io.pexen.spring.lifecycle;

import org.jspecify.annotations.NullMarked;
