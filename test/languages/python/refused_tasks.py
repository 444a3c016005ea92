"""Three tasks that are wrong: each is refused with every violation, and no file is written."""
from cdk8s import Duration, Size
from cdk8s_ml import (
    BatchScoringJob, Checkpoint, Consumers, Cpu, ExitCodes, GpuTrainingJob, Launcher, MlApp, MlChart, QueueWorker, Resources, Schedule, Trigger,
)

app = MlApp()
chart = MlChart(app, "refused", namespace="ml")
small = Resources.guaranteed(cpu=Cpu.units(2), memory=Size.gibibytes(4))
refusals = []

for make in (
    lambda: BatchScoringJob(
        chart, "scores", image="repo/m:1", resources=small, shards=0, output="scores", schedule=Schedule.cron("0 4 * *", time_zone="Berlin"),
        exit_codes=ExitCodes.of(bad_input=[0]),
    ),
    lambda: QueueWorker(
        chart, "worker", image="repo/m:1", resources=small, queue=Trigger.rabbit_mq(queue="documents", address="amqp://user:secret@rabbit:5672"),
        consumers=Consumers.long_lived(max=0), longest_unit=Duration.hours(1),
    ),
    lambda: GpuTrainingJob(
        chart, "training", image="repo/m:1", launcher=Launcher.custom(command=["train"]), nodes=3,
        checkpoint=Checkpoint.on_volume(Size.gibibytes(3), every=Duration.minutes(3)),
    ),
):
    try:
        make()
    except RuntimeError as refusal:
        refusals.append(str(refusal))

print("\n".join(refusals))
raise SystemExit(1)
