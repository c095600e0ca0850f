package io.ampel.platform;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Where a database answers, and the name and password that open it. */
record DatabaseAddress(String host, int port, String database, String user, String password) {

  String url() {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  DatabaseAddress with(String otherDatabase) {
    return new DatabaseAddress(host, port, otherDatabase, user, password);
  }

  Connection connect() throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(url(), properties);
  }

  @Override
  public String toString() {
    return url();
  }
}
