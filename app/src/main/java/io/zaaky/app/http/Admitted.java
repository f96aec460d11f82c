package io.zaaky.app.http;

import io.zaaky.app.chat.Allowance;
import io.zaaky.app.chat.Chatbot;
import io.zaaky.app.chat.Ending;
import io.zaaky.app.chat.Question;
import io.zaaky.app.chat.RunningAnswer;
import java.util.function.Consumer;

/**
 * A question that is to be answered now. Close it when its answer has ended; until then it keeps
 * the chatbot open, even if a reload has replaced it. Used only by the answer's thread.
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

    /**
     * Runs before anybody learns that the answer has ended: a client may ask its next question at
     * once.
     */
    private void made() {
        if (!made) {
            made = true;
            allowance.release(); // gives back nothing once the answer is charged
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
