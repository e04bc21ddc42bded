/** The results, for programs and for people. */
@NullMarked
package io.odradek.bench.report;

import org.jspecify.annotations.NullMarked;
