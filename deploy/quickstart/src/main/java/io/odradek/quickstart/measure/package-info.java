/** Pure figures: who was answered, how well, how fast, by which model version. */
@NullMarked
package io.odradek.quickstart.measure;

import org.jspecify.annotations.NullMarked;
