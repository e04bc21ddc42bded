/** What a release is made of: bills of materials, licences, and the scripts that put it together. */
@NullMarked
package io.odradek.quickstart.release;

import org.jspecify.annotations.NullMarked;
