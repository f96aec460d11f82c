package io.zaaky.app.config;

import io.zaaky.spi.Settings;

/**
 * The nodes {@code limits}, {@code quota} and {@code budget} of an organisation: limits for all of
 * its chatbots together.
 *
 * @param messages of all addresses
 */
public record OrganisationLimits(MessageRate messages, QuotaSettings quota, BudgetSettings budget) {
    static OrganisationLimits from(Settings in) {
        return new OrganisationLimits(
                MessageRate.optional(in.child("limits"), "messages-per-minute", "messages-per-day"),
                QuotaSettings.from(in.child("quota")),
                BudgetSettings.from(in.child("budget")));
    }
}
