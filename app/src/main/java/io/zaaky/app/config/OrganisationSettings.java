package io.zaaky.app.config;

import java.util.List;

/**
 * What an organisation's file says of itself, its chatbots aside.
 *
 * @param name for people
 * @param keys of its administrators; without any no call of theirs works
 * @param limits of all its chatbots together
 */
public record OrganisationSettings(
        String id, String name, List<AccessKey> keys, OrganisationLimits limits) {}
