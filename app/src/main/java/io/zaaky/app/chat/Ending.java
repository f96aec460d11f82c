package io.zaaky.app.chat;

/** How an accepted question ended. */
public sealed interface Ending {

    /** With an answer. */
    record Completed(Answer answer) implements Ending {}

    /** With a failure that the visitor is told. What was sent before it stays valid. */
    record Failed(ErrorCode code) implements Ending {}

    /** Without anybody to tell: the visitor had gone. */
    record Left() implements Ending {}
}
