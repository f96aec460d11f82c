package io.zaaky.app.config;

import java.util.List;

/**
 * What an organisation's file says about the organisation itself, apart from its chatbots.
 *
 * @param name for people
 * @param keys of its administrators; without keys, no administrative call works
 * @param limits of all its chatbots together
 */
public record OrganisationSettings(
        String id, String name, List<AccessKey> keys, OrganisationLimits limits) {}
