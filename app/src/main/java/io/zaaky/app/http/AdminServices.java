package io.zaaky.app.http;

import io.zaaky.app.admin.Audit;
import io.zaaky.app.admin.Callers;
import io.zaaky.app.admin.ChatbotStates;
import io.zaaky.app.admin.Pauses;

/** The services that administrative calls share. */
public record AdminServices(
        Callers callers, Audit audit, Pauses pauses, ChatbotStates states, Reloading reloading) {}
