/** Worker processes that run copies of the application: how the pool starts them, and how they run. */
@NullMarked
package io.pexen.spring.process;

import org.jspecify.annotations.NullMarked;
