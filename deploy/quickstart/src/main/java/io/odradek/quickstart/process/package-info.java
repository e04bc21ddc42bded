/** Child processes that never outlive this one. */
@NullMarked
package io.odradek.quickstart.process;

import org.jspecify.annotations.NullMarked;
