/** What an operator sees of pexen: the Actuator endpoint {@code pexen} and the health of pools. */
@NullMarked
package io.pexen.spring.actuate;

import org.jspecify.annotations.NullMarked;
