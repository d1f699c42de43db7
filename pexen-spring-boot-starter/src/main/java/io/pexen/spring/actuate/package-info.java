/** Actuator support for operators: the endpoint {@code pexen} and the health of pools. */
@NullMarked
package io.pexen.spring.actuate;

import org.jspecify.annotations.NullMarked;
