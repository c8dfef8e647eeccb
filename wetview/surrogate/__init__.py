"""Surrogate: a network trained on simulated fillings, which predicts others."""

from wetview.surrogate.columns import COLUMNS, Column, InputColumn
from wetview.surrogate.dataset import Dataset, RunRecord
from wetview.surrogate.evaluation import Evaluation, ScoredRun, evaluate_left_out
from wetview.surrogate.features import ElectrodeView, view_electrode
from wetview.surrogate.fitting_settings import FitSettings, History
from wetview.surrogate.glance import Glance, glance_at
from wetview.surrogate.left_out import LeftOutRun, TrainingRecord
from wetview.surrogate.predicting import PredictedFilling, Predictor
from wetview.surrogate.prediction import PorePrediction
from wetview.surrogate.presets import PRESET_NAMES, preset_named
from wetview.surrogate.surrogate import OutOfRange, Surrogate
from wetview.surrogate.training import TrainingSettings, train

__all__ = [
    "COLUMNS",
    "PRESET_NAMES",
    "Column",
    "Dataset",
    "ElectrodeView",
    "Evaluation",
    "FitSettings",
    "Glance",
    "History",
    "InputColumn",
    "LeftOutRun",
    "OutOfRange",
    "PorePrediction",
    "PredictedFilling",
    "Predictor",
    "RunRecord",
    "ScoredRun",
    "Surrogate",
    "TrainingRecord",
    "TrainingSettings",
    "evaluate_left_out",
    "glance_at",
    "preset_named",
    "train",
    "view_electrode",
]
