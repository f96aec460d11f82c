package io.zaaky.document.parser;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML that declares no entities: document type declarations are refused. */
final class Xml {

    /** The events while a part is read. */
    interface Events {
        void begins(String name, Attributes attributes);

        default void ends(String name) {}

        default void text(String text) {}
    }

    /** The attributes of the element that begins, by local name. */
    interface Attributes {
        /**
         * The value; empty if there is none.
         *
         * @param name the local name; with the prefix {@code *:}, only an attribute that has a
         *     namespace matches
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
