package io.zaaky.retrieval.hybrid;

/**
 * A candidate with its final score.
 *
 * @param score 0 to 1, comparable within one search
 */
public record Ranked(Candidate candidate, double score) {}
