"""Descriptions of the jobs that train networks, feed them and use them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wetview.jobs.settings import (
    ElectrodeSettings,
    FilePath,
    FluidsSettings,
    Settings,
)
from wetview.lbm.plan import Outlet, Sides, TrappedGas  # noqa: TC001 - pydantic
from wetview.lbm.schedule import MOST_PRESSURE_PA
from wetview.volume.faces import Face  # noqa: TC001 - pydantic


class TrainJob(Settings):
    """Train a network on runs, on a data set, or on what comes with the program.

    Parameters
    ----------
    runs : list of Path
        Finished runs whose pores are known.
    dataset : Path or None
        A data set instead: one of wetview, or the file of the method's authors.
    with_shipped : bool
        Whether to learn from the simulations that come with the program, too.
    out : Path
        The network that is written.
    name : str
        What to call it; by default as its file.
    preset : {"paper", "wetview"}
        See `wetview.surrogate.presets`.
    n_members, n_epochs, batch_size, learning_rate, weight_decay, hidden
        As in `wetview.surrogate.FitSettings`; None as the preset has it.
    merge_fraction : float
        Pores of runs that were recorded on unmerged fragments are joined by it first.
    leave_out : bool
        Whether every electrode is left out once, for the scores and the interval.
    seed : int
        Of weights and splits.
    overwrite : bool
        Whether a network of the same name may be replaced.
    """

    kind: Literal["train"] = "train"
    runs: tuple[FilePath, ...] = ()
    dataset: FilePath | None = None
    with_shipped: bool = False
    out: FilePath
    name: str = Field(default="", max_length=200)
    preset: Literal["paper", "wetview"] = "wetview"
    n_members: int | None = Field(default=None, ge=1, le=50)
    n_epochs: int | None = Field(default=None, ge=1, le=100_000)
    batch_size: int | None = Field(default=None, ge=8, le=1_000_000)
    learning_rate: float | None = Field(default=None, gt=0, le=1)
    weight_decay: float | None = Field(default=None, ge=0, le=10)
    hidden: tuple[int, ...] | None = None
    merge_fraction: float = Field(default=0.1, gt=0, le=1)
    leave_out: bool = True
    seed: int = Field(default=0, ge=0, le=2**32 - 1)
    overwrite: bool = False


class PredictJob(Settings):
    """Predict how a sample fills; the prediction is written as a run.

    Parameters
    ----------
    model : Path
        A trained network.
    sample : Path
        A sample whose pores are known.
    out : Path
        The run that is written.
    name : str
        What to call it.
    fluids : FluidsSettings
        Electrolyte and gas.
    pressure_pa : float
        Pressure at the inlet above that of the gas.
    inlet : str
        Face that the electrolyte enters by.
    overwrite : bool
        Whether a run of the same name may be replaced.
    """

    kind: Literal["predict"] = "predict"
    model: FilePath
    sample: FilePath
    out: FilePath
    name: str = Field(default="", max_length=200)
    fluids: FluidsSettings
    pressure_pa: float = Field(ge=0, le=MOST_PRESSURE_PA)
    inlet: Face = "x-"
    overwrite: bool = False


class CampaignElectrode(ElectrodeSettings):
    """An electrode of a campaign: generated, or a sample that is there.

    Parameters
    ----------
    sample : Path or None
        A sample to use; None generates one.
    """

    name: str = Field(min_length=1, max_length=60, pattern=r"^[\w .-]+$")
    sample: FilePath | None = None


class ConditionSettings(Settings):
    """Pressure and contact angle of one run of a campaign."""

    electrode: str
    pressure_pa: float = Field(ge=0, le=MOST_PRESSURE_PA)
    contact_angle_deg: float = Field(ge=10, le=170)
    binder_contact_angle_deg: float | None = Field(default=None, ge=10, le=170)


class CampaignJob(Settings):
    """Fill many electrodes under many conditions, on a Dask cluster.

    Runs that are finished are left alone, and those that were cut off go on: the same
    description brings a campaign to its end whenever it is started again.

    Parameters
    ----------
    folder : Path
        The project that samples and runs are written into.
    electrodes : list of CampaignElectrode
        What is filled.
    fluids : FluidsSettings
        Electrolyte and gas; the contact angle is that of each run.
    runs : list of ConditionSettings
        In the order in which they are started.
    trapped_gas, outlet, sides : str
        See `wetview.lbm.FillingPlan`.
    merge_fraction : float
        Of the pores; 1 records every fragment of the watershed by itself, so that they
        can be joined later by any rule.
    n_workers : int or None
        Processes of the local cluster; None leaves one core to the window.
    scheduler : str or None
        Address of another Dask scheduler, "tcp://host:8786"; its workers must see the
        same folder.
    """

    kind: Literal["campaign"] = "campaign"
    folder: FilePath
    electrodes: tuple[CampaignElectrode, ...] = Field(min_length=1)
    fluids: FluidsSettings
    runs: tuple[ConditionSettings, ...] = Field(min_length=1)
    trapped_gas: TrappedGas = "kept"
    outlet: Outlet = "vent"
    sides: Sides = "wall"
    merge_fraction: float = Field(default=1.0, gt=0, le=1)
    n_workers: int | None = Field(default=None, ge=1, le=1024)
    scheduler: str | None = Field(default=None, max_length=200)


class ReproducePaperJob(Settings):
    """Train the paper's network on its authors' curves, and draw the paper's figures.

    Parameters
    ----------
    data : Path
        The authors' curves.
    out : Path
        Folder for figures, tables and numbers.
    n_epochs : int
        Passes over the rows.
    seed : int
        Of weights and splits.
    """

    kind: Literal["reproduce-paper"] = "reproduce-paper"
    data: FilePath
    out: FilePath
    n_epochs: int = Field(default=1000, ge=1, le=100_000)
    seed: int = Field(default=0, ge=0, le=2**32 - 1)
