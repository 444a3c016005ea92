"""A model server for tests: real HTTP, real signals, and faults on request.

GET  /health           200 as soon as the server listens
GET  /ready            200 once the model is loaded, 503 before
GET  /predict          an answer with the model's version; ?seconds=S makes it a long request
POST /predict          the same, and the JSON that was sent comes back as `input`
GET  /config           the mounted file CONFIG_FILE, read anew for each request; 404 without it
GET  /allocate?mib=N   takes N MiB for good, touched, so that a memory limit is felt
GET  /burn?seconds=S   keeps one core busy for S seconds (at most 300)
GET  /unready          /ready answers 503 from now on
GET  /broken           /health answers 500 from now on
GET  /metrics          requests in all and in flight, as Prometheus reads them

Environment: LOAD_SECONDS (0) is how long the model loads; with LOAD_FIRST=true
the server does not listen until then, as many model servers don't. MODEL_VERSION
(none), CONFIG_FILE (/config/config.json), PORT (8000). SIGTERM lets the requests
in flight end.
"""

import asyncio
import os
import threading
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

LOAD_SECONDS = float(os.environ.get("LOAD_SECONDS", "0"))
LOAD_FIRST = os.environ.get("LOAD_FIRST", "false").lower() == "true"
MODEL_VERSION = os.environ.get("MODEL_VERSION", "none")
CONFIG_FILE = Path(os.environ.get("CONFIG_FILE", "/config/config.json"))

state: dict[str, Any] = {"loaded": False, "unready": False, "broken": False, "total": 0, "running": 0}
ballast: list[bytearray] = []


async def load_model() -> None:
    await asyncio.sleep(LOAD_SECONDS)
    state["loaded"] = True


@asynccontextmanager
async def lifespan(_: FastAPI):
    loading = asyncio.create_task(load_model())
    if LOAD_FIRST:
        await loading
    yield
    loading.cancel()


app = FastAPI(lifespan=lifespan)


def answer(code: int, /, **content: Any) -> Response:
    return JSONResponse(content, status_code=code)


@app.get("/health")
async def health() -> Response:
    return answer(500, status="broken") if state["broken"] else answer(200, status="ok")


@app.get("/ready")
async def ready() -> Response:
    if state["loaded"] and not state["unready"]:
        return answer(200, status="ready", version=MODEL_VERSION)
    return answer(503, status="unready" if state["loaded"] else "loading")


@app.api_route("/predict", methods=["GET", "POST"])
async def predict(request: Request, seconds: float = 0) -> Response:
    if not state["loaded"]:
        return answer(503, status="loading")
    body = await request.json() if request.method == "POST" else None
    state["total"] += 1
    state["running"] += 1
    try:
        await asyncio.sleep(min(seconds, 300))
    finally:
        state["running"] -= 1
    return answer(200, version=MODEL_VERSION, pod=os.environ.get("HOSTNAME"), input=body)


@app.get("/config")
async def config() -> Response:
    if not CONFIG_FILE.is_file():
        return answer(404, status=f"no file {CONFIG_FILE}")
    return PlainTextResponse(CONFIG_FILE.read_text())


@app.get("/allocate")
async def allocate(mib: int) -> Response:
    for _ in range(mib):
        ballast.append(bytearray(os.urandom(4096) * 256))
    return answer(200, mib=len(ballast))


@app.get("/burn")
async def burn(seconds: float = 30) -> Response:
    end = time.monotonic() + min(seconds, 300)

    def busy() -> None:
        while time.monotonic() < end:
            sum(range(1000))

    threading.Thread(target=busy, daemon=True).start()
    return answer(200, seconds=min(seconds, 300))


@app.get("/unready")
async def make_unready() -> Response:
    state["unready"] = True
    return answer(200, status="unready")


@app.get("/broken")
async def make_broken() -> Response:
    state["broken"] = True
    return answer(200, status="broken")


@app.get("/metrics")
async def metrics() -> Response:
    labels = f'{{version="{MODEL_VERSION}"}}'
    return PlainTextResponse(
        "# TYPE inference_requests_total counter\n"
        f"inference_requests_total{labels} {state['total']}\n"
        "# TYPE inference_requests_running gauge\n"
        f"inference_requests_running{labels} {state['running']}\n"
    )


if __name__ == "__main__":
    uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", "8000")), access_log=False)
