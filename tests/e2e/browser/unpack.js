// Writes Chromium below TMPDIR and prints where. The libraries that a bare machine lacks (NSS) come out beside it, in
// al2023/lib, when the package believes that it runs where they always lack.
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs24.x";
const { default: chromium } = await import("@sparticuz/chromium");
console.log(await chromium.executablePath());
