package io.pexen.spring;

/**
 * A problem that prevents the application from starting.
 *
 * @param description what is wrong, naming beans, methods or properties
 * @param action what to change
 */
public record StartupProblem(String description, String action) {}
