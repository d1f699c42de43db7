/** For the tests of users: a pool that runs tasks in the caller's thread, and a listener that records. */
@NullMarked
package io.pexen.test;

import org.jspecify.annotations.NullMarked;
