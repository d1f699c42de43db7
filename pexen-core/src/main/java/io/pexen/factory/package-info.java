/** Makes tasks of other things: of the annotated methods of an object, of the executables below a folder. */
@NullMarked
package io.pexen.factory;

import org.jspecify.annotations.NullMarked;
