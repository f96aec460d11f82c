package io.zaaky.app.http;

import io.zaaky.app.chat.Allowance;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.chat.Question;
import io.zaaky.app.chat.RunningAnswer;
import java.util.function.Consumer;

/**
 * A question that is to be answered now. To be closed when its answer has ended; the chatbot stays
 * open as long, whoever waits for that. For the answer's thread alone.
 */
final class Admitted implements Admission.Outcome, AutoCloseable {
    private final LiveAnswer live;
    private final RunningAnswer running;
    private final String address;
    private final Place place;
    private final Allowance allowance;
    private final HttpServices services;
    private boolean made;

    Admitted(
            LiveAnswer live,
            RunningAnswer running,
            String address,
            Place place,
            Allowance allowance,
            HttpServices services) {
        this.live = live;
        this.running = running;
        this.address = address;
        this.place = place;
        this.allowance = allowance;
        this.services = services;
        if (!live.chatbot().hold()) {
            throw new IllegalStateException("the request holds it");
        }
    }

    LiveAnswer live() {
        return live;
    }

    Chatbot chatbot() {
        return live.chatbot();
    }

    Question question() {
        return live.question();
    }

    /** Makes the answer. */
    Ending answer(Consumer<String> pieces) {
        Ending ending = chatbot().answer(question(), running, allowance, place::close, pieces);
        made();
        return ending;
    }

    /** Before anybody learns of the end: a client may ask its next question at once. */
    private void made() {
        if (!made) {
            made = true;
            allowance.release(); // nothing, unless there was no answer
            place.close();
            services.running().made(question().conversation(), running);
            services.limits().ended(chatbot().key(), address);
            chatbot().slots().giveBack();
        }
    }

    @Override
    public void close() {
        live.end(null);
        made();
        services.running().end(question().conversation(), running);
        chatbot().release();
    }
}
