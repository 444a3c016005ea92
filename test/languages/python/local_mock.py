import json

from cdk8s_ml import Cluster, MlApp, MlChart, MlNamespace, ModelServer, OnlineInference, Release, Scaling

app = MlApp()
chart = MlChart(app, "local-mock", cluster=Cluster.kind("local"))
namespace = MlNamespace(chart, "ml-mock", owner="ml-platform", cost_center="cc-local", purpose="try-out")

OnlineInference(
    namespace, "mock",
    release=Release.of(model="sentiment", version="0.0.1"),
    server=ModelServer.mock(routes={"/predict": json.dumps({"label": "positive", "score": 0.98}, separators=(",", ":"))}),
    scaling=Scaling.fixed(2),
)

app.synth()
