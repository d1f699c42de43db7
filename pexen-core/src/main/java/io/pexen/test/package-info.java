/** For the tests of users: pools that run tasks in an order that is always the same, and a listener that records. */
@NullMarked
package io.pexen.test;

import org.jspecify.annotations.NullMarked;
