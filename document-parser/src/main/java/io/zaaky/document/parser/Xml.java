package io.zaaky.document.parser;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML without entities of its own: what a document type declares is refused. */
final class Xml {

    /** What happens while a part is read. */
    interface Events {
        void begins(String name, Attributes attributes);

        default void ends(String name) {}

        default void text(String text) {}
    }

    /** Of the element that begins, by their local names. */
    interface Attributes {
        /**
         * Empty if there is none.
         *
         * @param name with {@code *:} before it only one that has a namespace
         */
        String get(String name);
    }

    private Xml() {}

    static void read(InputStream in, Events events) throws XMLStreamException {
        XMLStreamReader reader = factory().createXMLStreamReader(in);
        try {
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT ->
                            events.begins(reader.getLocalName(), name -> attribute(reader, name));
                    case XMLStreamConstants.END_ELEMENT -> events.ends(reader.getLocalName());
                    case XMLStreamConstants.CHARACTERS,
                            XMLStreamConstants.CDATA,
                            XMLStreamConstants.SPACE ->
                            events.text(reader.getText());
                    case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                            throw new XMLStreamException("a document type declaration");
                    default -> {}
                }
            }
        } finally {
            reader.close();
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    private static String attribute(XMLStreamReader reader, String wanted) {
        boolean spaced = wanted.startsWith("*:");
        String name = spaced ? wanted.substring(2) : wanted;
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String space = reader.getAttributeNamespace(i);
            if (reader.getAttributeLocalName(i).equals(name)
                    && (!spaced || (space != null && !space.isEmpty()))) {
                return reader.getAttributeValue(i);
            }
        }
        return "";
    }
}
