package io.zaaky.app.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;

/** The classes of the server, its plugins and the document parser, without those of tests. */
final class Shipped {
    static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(
                            location ->
                                    !location.contains("testkit")
                                            && !location.contains(own().toString()))
                    .importPackages("io.zaaky");

    private Shipped() {}

    /** Where the classes of these tests lie. */
    private static URL own() {
        return Shipped.class.getProtectionDomain().getCodeSource().getLocation();
    }
}
