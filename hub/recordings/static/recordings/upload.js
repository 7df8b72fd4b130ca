// Sends a file in pieces (tus): a lost connection, a closed tab or a server that restarts costs nothing that is there.
const PIECE = 16 * 1024 * 1024;
const PAUSES = [0, 1000, 3000, 5000, 10000, 20000, 30000, 60000, 60000, 60000];
const form = document.querySelector("form[data-upload]");
const part = (name) => form.querySelector(`[data-upload-${name}]`);
const MB = 1024 * 1024;
let upload = null;
let running = false;

function show(name, shown) {
  part(name).hidden = !shown;
}

function say(text) {
  part("said").textContent = text;
}

function fail(text) {
  part("error").textContent = text;
  show("error", Boolean(text));
}

function why(error) {
  const status = error.originalResponse?.getStatus();
  const words = error.originalResponse?.getBody();
  if (status === 410 || status === 404) return "What was here of this file is gone. Send it again from the beginning.";
  if (status === 401) return "You are signed out. Sign in again in another tab, then go on.";
  if (words && words.length < 300 && status < 500) return words;
  return "The connection is lost. What is here stays here; go on when it is back.";
}

function paint(sent, total) {
  part("bar").value = total ? sent / total : 0;
  say(`${(sent / MB).toFixed(1)} of ${(total / MB).toFixed(1)} MB`);
}

function begin(file) {
  fail("");
  if (file.size > Number(form.dataset.limit)) {
    fail(`The file is larger than ${Math.floor(form.dataset.limit / MB)} MB, the most that is taken.`);
    return;
  }
  part("name").textContent = file.name;
  show("now", true);
  upload = new window.tus.Upload(file, {
    endpoint: form.dataset.upload,
    chunkSize: PIECE,
    retryDelays: PAUSES,
    removeFingerprintOnSuccess: true,
    metadata: { filename: file.name, recording: form.dataset.recording },
    fingerprint: async () =>
      ["upload", form.dataset.person, form.dataset.recording, file.name, file.size, file.lastModified].join("-"),
    onBeforeRequest: (request) => request.setHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value),
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      return status === 0 || status === 423 || status === 409 || status >= 500;
    },
    onProgress: paint,
    onSuccess: () => {
      running = false;
      location.assign(location.pathname);
    },
    onError: (error) => {
      running = false;
      fail(why(error));
      part("pause").textContent = "Go on";
    },
  });
  go();
}

async function go() {
  const earlier = await upload.findPreviousUploads();
  if (earlier.length) {
    upload.resumeFromPreviousUpload(earlier[0]);
    say("Going on where it stopped.");
  }
  running = true;
  fail("");
  show("pause", true);
  show("cancel", true);
  show("send", false);
  part("pause").textContent = "Pause";
  upload.start();
}

async function pause() {
  if (!running) return go();
  running = false;
  await upload.abort();
  part("pause").textContent = "Go on";
  return undefined;
}

async function cancel() {
  running = false;
  await upload.abort(true).catch(() => {}); // gone already is as good
  for (const name of ["now", "pause", "cancel", "error"]) show(name, false);
  show("send", true);
  form.reset();
}

if (form && window.tus?.isSupported) {
  const input = form.querySelector("[type=file]");
  input.addEventListener("change", () => input.files[0] && begin(input.files[0]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files[0]) begin(input.files[0]);
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files[0] && !running) begin(event.dataTransfer.files[0]);
  });
  part("hint").prepend("Drop a file here, or choose one. ");
  part("pause").addEventListener("click", pause);
  part("cancel").addEventListener("click", cancel);
  addEventListener("beforeunload", (event) => running && event.preventDefault());
}
