package io.zaaky.retrieval.hybrid;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;

/** The language of a chatbot's documents: determines the stop words and the stemming. */
public enum Language {
    CJK,
    DA,
    DE,
    EN,
    ES,
    FR,
    IT,
    NL,
    PT,
    SV,
    /** Any other language: words are only lower-cased. */
    NONE;

    Analyzer analyzer() {
        return switch (this) {
            case CJK -> new CJKAnalyzer();
            case DA -> new DanishAnalyzer();
            case DE -> new GermanAnalyzer();
            case EN -> new EnglishAnalyzer();
            case ES -> new SpanishAnalyzer();
            case FR -> new FrenchAnalyzer();
            case IT -> new ItalianAnalyzer();
            case NL -> new DutchAnalyzer();
            case PT -> new PortugueseAnalyzer();
            case SV -> new SwedishAnalyzer();
            case NONE -> new StandardAnalyzer();
        };
    }
}
