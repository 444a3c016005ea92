from cdk8s import Duration, Size
from cdk8s_ml import (
    Config, Cpu, Exposure, Metric, MlApp, MlChart, ModelServer, OffHours, OnlineInference, Probe, Release, Resources, Rollout, Scaling, ScalingStep,
    Waivers,
)

app = MlApp()
chart = MlChart(app, "ml-inference", namespace="ml-serving")

service = OnlineInference(
    chart, "ml-inference",
    release=Release.of(model="ml-inference", version="v1.2.0"),
    server=ModelServer.http(
        image="myrepo/ml-inference:v1.2.0",
        port=8000,
        liveness_path="/health",
        readiness_path="/ready",
        load_time=Duration.seconds(20),
    ),
    resources=Resources.burstable(
        cpu=Cpu.millis(250), memory=Size.mebibytes(256),
        cpu_limit=Cpu.millis(500), memory_limit=Size.mebibytes(512),
    ),
    liveness=Probe.timed(initial_delay=Duration.seconds(10), period=Duration.seconds(30), timeout=Duration.seconds(5), failure_threshold=3),
    readiness=Probe.timed(initial_delay=Duration.seconds(5), period=Duration.seconds(10), failure_threshold=2),
    rollout=Rollout.rolling(max_surge=1, max_unavailable=0),
    configs=[Config.as_keys(
        {"model-version": "v1.2.0", "prediction-timeout-ms": "5000"},
        {"MODEL_VERSION": "model-version"},
        name="ml-config",
    )],
    env={"LOG_LEVEL": "INFO"},
    exposure=Exposure.load_balancer(source_ranges=["0.0.0.0/0"], port=80),
    scaling=Scaling.on_metrics(
        min=3, max=20,
        metrics=[Metric.cpu_utilization(70), Metric.memory_utilization(80)],
        scale_down=ScalingStep(percent=50, period=Duration.seconds(60), stabilization=Duration.seconds(300)),
        scale_up=ScalingStep(percent=100, period=Duration.seconds(15), stabilization=Duration.seconds(0)),
    ),
    off_hours=OffHours.by_cron_jobs(down="0 18 * * *", up="0 7 * * *", time_zone="Etc/UTC", down_replicas=1, up_replicas=3),
    names={"service": "ml-inference-service", "autoscaler": "ml-inference-hpa"},
)

Waivers.of(service).add("ML-NET-008", "which addresses the API server has is known in the cluster only")

app.synth()
