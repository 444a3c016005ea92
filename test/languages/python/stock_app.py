"""The ml-inference example under a stock cdk8s App: the judge has to run there too, across the language border."""
import cdk8s
import cdk8s_ml

cdk8s_ml.MlApp = cdk8s.App

import ml_inference  # noqa: E402,F401
