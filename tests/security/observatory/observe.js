// What the MDN HTTP Observatory says of our pages: its own `scan`, unchanged, through a front that does what a town's does,
// TLS and the way from http to https. It reads from its input the pages and the front's certificate, and writes one
// line of JSON for each page.
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";

// Names that browsers know to be https only: none of ours is among them, so that nothing is forgiven on that account.
const preloaded = new URL("node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json", import.meta.url);
if (!fs.existsSync(preloaded)) fs.writeFileSync(preloaded, "{}");
const { scan } = await import("@mdn/mdn-http-observatory");

const HELLO = 0x16; // how TLS begins

/** One port for both, since the observatory is told one name: whoever speaks no TLS is sent to https. */
function front({ page, key, cert }) {
  const plain = http.createServer((request, answer) => {
    answer.writeHead(308, { location: `https://${request.headers.host}${request.url}` }).end();
  });
  const sealed = https.createServer({ key, cert }, (request, answer) => {
    const headers = { ...request.headers, host: page.host };
    if (page.cookie) headers.cookie = page.cookie;
    const { port } = new URL(page.upstream);
    const asked = http.request({ port, method: request.method, path: request.url, headers }, (told) => {
      const shown = { ...told.headers };
      // The cookies that signing in gave are judged with the page that they open.
      if (page.given.length) shown["set-cookie"] = [...(shown["set-cookie"] ?? []), ...page.given];
      answer.writeHead(told.statusCode, shown);
      told.pipe(answer);
    });
    asked.on("error", (error) => answer.destroy(error));
    request.pipe(asked);
  });
  const door = net.createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (first) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === HELLO ? sealed : plain).emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
  return new Promise((done) => door.listen(0, "127.0.0.1", () => done(door)));
}

const { pages, key, cert } = JSON.parse(fs.readFileSync(0, "utf8"));
for (const page of pages) {
  const door = await front({ page, key, cert });
  const told = await scan(`127.0.0.1:${door.address().port}${page.path}`);
  const tests = Object.entries(told.tests).map(([name, test]) => [name, test.result, test.scoreModifier, test.pass]);
  console.log(JSON.stringify({ page: page.name, status: told.scan.statusCode, grade: told.scan.grade, score: told.scan.score, tests }));
  door.close();
}
process.exit(0);
