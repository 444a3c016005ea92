"""A wrong program: what a Python user sees is the one message, and no file is written."""
from cdk8s import Size
from cdk8s_ml import Cpu, MlApp, MlChart, ModelServer, OnlineInference, Release, Resources, Scaling

app = MlApp()
chart = MlChart(app, "refused", namespace="ml")

try:
    OnlineInference(
        chart, "svc",
        release=Release.of(model="m", version="1"),
        server=ModelServer.http(image="repo/m:latest", readiness_path="ready"),
        resources=Resources.burstable(cpu=Cpu.millis(250), memory=Size.mebibytes(256), memory_limit=Size.mebibytes(128)),
        scaling=Scaling.on_cpu(min=5, max=2, target_percent=70),
    )
except RuntimeError as refusal:
    print(str(refusal))
    raise SystemExit(1)
