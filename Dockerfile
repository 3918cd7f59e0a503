# The server without demo code: JRE by jlink, AOT cache trained here, plain user, read-only root file system.
# Every step is a script that also runs without Docker: see bin/image and docs/operations.md.
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q package -DskipTests
# The cache fits one class path only, so the layout is made where it will run.
RUN bin/image/assemble /opt/atrium && bin/image/jre /opt/atrium
# The embedded PostgreSQL of the training refuses root.
RUN useradd --create-home trainer && chown -R trainer /opt/atrium && su trainer -c "JAVA_HOME=$JAVA_HOME bin/image/train /opt/atrium" \
 && chown -R root:root /opt/atrium

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin atrium \
 && install -d -o atrium -g atrium /var/lib/atrium
COPY --from=build /opt/atrium /opt/atrium
# Health and metrics are for the orchestrator, which looks from outside the container: do not publish 8081 further.
ENV PORTAL_DATA_DIR=/var/lib/atrium PORTAL_MANAGEMENT_ADDRESS=0.0.0.0
VOLUME /var/lib/atrium
USER 10001
EXPOSE 8080 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=30s CMD ["/opt/atrium/bin/portal", "health"]
ENTRYPOINT ["/opt/atrium/bin/portal"]
