package io.ampel.provider;

import io.ampel.web.NavEntry;
import io.ampel.web.NavEntry.Group;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts this room's page into the navigation. */
@Configuration(proxyBeanMethods = false)
class AccountPlaces {
  @Bean
  NavEntry providerAccountsPlace() {
    return new NavEntry(
        Group.SETTINGS,
        20,
        "account.nav",
        ProviderAccountsController.PATH,
        "plug-connected",
        "g a",
        false);
  }
}
