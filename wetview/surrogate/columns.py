"""The inputs and outputs of surrogates: names, words and units for the user."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A quantity that a network is given, or gives.

    Parameters
    ----------
    name : str
        As in files and in code, with its unit.
    title : str
        As the user reads it.
    unit : str
        As the user reads it; "" where there is none.
    factor : float
        The value in `unit` over the value that is stored.
    """

    name: str
    title: str
    unit: str = ""
    factor: float = 1.0

    @property
    def heading(self) -> str:
        """Title with unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True)
class InputColumn(Column):
    """An input, with the range that it had in the training data.

    Parameters
    ----------
    low, high : float
        The range, in the stored unit.
    """

    low: float = float("nan")
    high: float = float("nan")


PORE_COLUMNS = (
    Column("volume_vx", "Pore volume", "voxels"),
    Column("surface_area_vx2", "Surface area", "voxel faces"),
    Column("contact_area_vx2", "Contact area with other pores", "voxel faces"),
    Column("contact_percent", "Share of contact", "%"),
    Column("distance_vx", "Distance from the inlet", "voxels"),
    Column("geodesic_vx", "Way from the inlet through the pores", "voxels"),
    Column("extent_vx", "Way through the pore itself", "voxels"),
    Column("bottleneck_radius_vx", "Narrowest radius on the widest way", "voxels"),
    Column("inscribed_radius_vx", "Inscribed radius", "voxels"),
    Column("n_neighbours", "Neighbouring pores"),
    Column("binder_share", "Share of binder on the wall"),
    Column("front_begin", "Darcy front at the near end"),
    Column("front_middle", "Darcy front in the middle"),
    Column("front_end", "Darcy front at the far end"),
    Column("gas_begin", "Gas before the front at the near end"),
    Column("gas_middle", "Gas before the front in the middle"),
    Column("gas_end", "Gas before the front at the far end"),
    Column("stream_begin", "Streamline front, near end"),
    Column("stream_middle", "Streamline front, middle"),
    Column("stream_end", "Streamline front, far end"),
    Column("stream_gas_begin", "Gas before streamlines, near end"),
    Column("stream_gas_middle", "Gas before streamlines, middle"),
    Column("stream_gas_end", "Gas before streamlines, far end"),
    Column("through_flow", "Flow through the pore over the mean"),
    Column("dead_share", "Share of the pore with under 3 % of the mean flow"),
    Column("slow_share", "Share of the pore with under 10 % of the mean flow"),
    Column("calm_share", "Share of the pore with under 40 % of the mean flow"),
    Column("cut_off_share", "Share of the pore whose gas the front cuts off"),
    Column("outlet_geodesic_vx", "Way to the outlet through the pores", "voxels"),
    Column("outlet_bottleneck_radius_vx", "Narrowest radius on the way out", "voxels"),
    Column("exit_share", "Share of contact with pores that fill later"),
    Column("neighbour_front", "Darcy front in the neighbouring pores"),
    Column("neighbour_gas", "Gas before the front in the neighbouring pores"),
    Column("neighbour_radius_vx", "Inscribed radius of the neighbours", "voxels"),
)
"""One value a pore."""

SAMPLE_COLUMNS = (
    Column("porosity", "Porosity"),
    Column("whole_dead_share", "Share of the sample with under 3 % of the mean flow"),
    Column("whole_slow_share", "Share of the sample with under 10 % of the mean flow"),
    Column("whole_cut_off_share", "Share of the sample whose gas the front cuts off"),
    Column("length_vx", "Length of the electrode", "voxels"),
    Column("hydraulic_radius_vx", "Pore volume over wall area", "voxels"),
    Column("front_crossing", "Darcy front at the outlet"),
    Column("gas_crossing", "Gas before the front at the outlet"),
    Column("wall_binder_share", "Share of binder on all walls"),
    Column("voxel_m", "Voxel size", "µm", 1e6),
)
"""One value a sample."""

CONDITION_COLUMNS = (
    Column("pressure_pa", "Applied pressure", "kPa", 1e-3),
    Column("contact_angle_deg", "Contact angle", "°"),
    Column("binder_contact_angle_deg", "Contact angle on the binder", "°"),
    Column("liquid_viscosity_pa_s", "Electrolyte's viscosity", "mPa s", 1e3),
    Column("surface_tension_n_m", "Surface tension", "mN/m", 1e3),
)
"""One value a run."""

GROUP_COLUMNS = {
    column.name: column
    for column in (
        Column(
            "pressure_over_tension",
            "Driving pressure over surface tension by pore volume over wall",
        ),
        Column("viscosity_ratio", "Electrolyte's viscosity over the simulated gas's"),
        Column("way_over_length", "Way from the inlet over the electrode's length"),
        Column(
            "crossing_over_length2",
            "Darcy front at the outlet over the length squared",
            "per voxel²",
        ),
    )
}
"""Groups by name: they tell whether fluids, voxel size and ways are covered."""

OUTPUT_COLUMNS = (
    Column("t_f0_s", "Filling starts, T_f0", "µs", 1e6),
    Column("t_f1_s", "Filling stops, T_f1", "µs", 1e6),
    Column("s_f0", "Early saturation, mean of S1 and S2"),
    Column("s_f1", "Late saturation, mean of S8, S9 and S10"),
    Column("final_saturation", "Final saturation"),
    Column("fill_probability", "Probability that the pore fills"),
)
"""What `Surrogate.evaluate` gives; Shodiev et al. name the first four."""

COLUMNS = {
    column.name: column
    for column in (*PORE_COLUMNS, *SAMPLE_COLUMNS, *CONDITION_COLUMNS)
}
"""Every input by its name."""
