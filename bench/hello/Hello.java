import io.vertx.core.Vertx;

/** The least a Vert.x server can be: what the portal's start is measured against. */
public final class Hello {
    private Hello() {}

    public static void main(String[] args) {
        Vertx.vertx()
                .createHttpServer()
                .requestHandler(request -> request.response().end("hello\n"))
                .listen(Integer.parseInt(args[0]), "127.0.0.1")
                .await();
    }
}
