/**
 * pexen in a Spring Boot application: the {@code pexen.*} properties, and the pools, scheds and lock scope that are
 * created from them. Other packages work with these beans: {@link io.pexen.spring.discovery} fills the scheds with the
 * annotated methods of the context, {@link io.pexen.spring.event}, {@link io.pexen.spring.metrics} and
 * {@link io.pexen.spring.actuate} report what they do, and {@link io.pexen.spring.lifecycle} starts and stops them with
 * the application.
 */
@NullMarked
package io.pexen.spring;

import org.jspecify.annotations.NullMarked;
