/** What a run leaves behind: a summary for programs and a page for people. */
@NullMarked
package io.odradek.quickstart.report;

import org.jspecify.annotations.NullMarked;
