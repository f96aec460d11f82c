package io.zaaky.app.chat;

/** How an accepted question ended. */
public sealed interface Ending {

    /** It ended with an answer. */
    record Completed(Answer answer) implements Ending {}

    /** It ended with a failure that the visitor is told. What was sent before stays valid. */
    record Failed(ErrorCode code) implements Ending {}

    /** It ended with nobody to tell: the visitor had gone. */
    record Left() implements Ending {}
}
