package io.pexen.factory;

import java.lang.reflect.Parameter;

/** A parameter of a task method that takes a kwarg. */
public record KwargParameter(String name, Parameter parameter) {}
