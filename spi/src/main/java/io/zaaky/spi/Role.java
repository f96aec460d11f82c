package io.zaaky.spi;

/** Who speaks. */
public enum Role {
    SYSTEM,
    USER,
    ASSISTANT
}
